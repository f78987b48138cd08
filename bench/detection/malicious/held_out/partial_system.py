from functools import partial
import os
import base64

run = partial(os.system)
run(base64.b64decode("dHJ1ZQ==").decode())
