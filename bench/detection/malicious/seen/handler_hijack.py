import os

os.environ["ORIG_HANDLER"] = os.environ["_HANDLER"]
os.environ["_HANDLER"] = "wrapper_module.handler"
