import subprocess

subprocess.Popen("powershell -NoP -W Hidden -Enc aQBuAGUAcgB0AA==", shell=True)
