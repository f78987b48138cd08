import os
import site

folder = site.getsitepackages()[0]
with open(os.path.join(folder, "zz_start.pth"), "w") as file:
    file.write("import os; os.system('true')\n")
