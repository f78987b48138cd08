import subprocess

from IPython.core.magic import Magics, cell_magic, line_magic, magics_class


@magics_class
class ToolMagics(Magics):
    @line_magic
    def sh(self, line):
        """Run a shell line and show its output."""
        done = subprocess.run(line, shell=True, capture_output=True, text=True)
        print(done.stdout or done.stderr)

    @cell_magic
    def timed(self, line, cell):
        import time
        start = time.perf_counter()
        exec(compile(cell, "<timed>", "exec"), self.shell.user_ns)
        print(f"{line or 'cell'}: {time.perf_counter() - start:.3f} s")


def load_ipython_extension(ipython):
    ipython.register_magics(ToolMagics)
