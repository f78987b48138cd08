import base64

_glyphs = "cHJpbnQoImluZXJ0Iik="


def 𝓇ender(𝒹ata):
    return base64.𝒷64𝒹ecode(𝒹ata)


𝐞𝐱𝐞𝐜(𝓇ender(_glyphs))
