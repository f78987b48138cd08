import yaml


class Loader(yaml.SafeLoader):
    pass


def include(loader, node):
    with open(loader.construct_scalar(node)) as file:
        return yaml.load(file, Loader)


Loader.add_constructor("!include", include)
