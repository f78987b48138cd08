NAMES = {
    "\u0410\u0431\u0445\u0430\u0437\u0438\u044f": "GE-AB",
    "Österreich": "AT",
    "中国": "CN",
    "Ελλάδα": "GR",
}


def code(name):
    return NAMES.get(name)
