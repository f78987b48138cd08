import zlib, base64


@exec
@zlib.decompress
@base64.b64decode
def payload(_):
    pass


class A:
    @staticmethod
    def go(x):
        return eval(base64.b64decode(x))


A.go("MSsx")
