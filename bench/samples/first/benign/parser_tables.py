_lr_method = "LALR"
_lr_signature = "expressionleftPLUSMINUSleftTIMESDIVIDErightUMINUSDIVIDE EQUALS LPAREN MINUS NAME NUMBER PLUS RPAREN TIMES"
_lr_action_items = {
    "NAME": ([0, 5, 6, 7, 8, 9], [1, 11, 11, 11, 11, 11]), "NUMBER": ([0, 5, 6, 7, 8, 9], [3, 3, 3, 3, 3, 3]),
    "MINUS": ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [5, -12, 7, -11, 5, 5, 5, 5, 5, 5]),
}
_sbox = bytes.fromhex("637c777bf26b6fc53001672bfed7ab76ca82c97dfa5947f0add4a2af9ca472c0"
                      "b7fd9326363ff7cc34a5e5f171d8311504c723c31896059a071280e2eb27b275")
_lr_action = {}
for _k, _v in _lr_action_items.items():
    for _x, _y in zip(_v[0], _v[1]):
        _lr_action.setdefault(_x, {})[_k] = _y
del _lr_action_items


def sub(byte):
    return _sbox[byte % len(_sbox)]
