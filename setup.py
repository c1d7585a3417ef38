"""The compiled part of the build; everything else is in pyproject.toml.

Both modules are optional: where there is no C compiler, ``index.kernels.fallback`` and
``search.matching.kernels.fallback`` do the same with numpy, more slowly.
"""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            name, [f"{name.replace('.', '/')}.pyx"], extra_compile_args=["-O3"], optional=True
        )
        for name in ("index.kernels.compiled", "search.matching.kernels.compiled")
    ]
)
