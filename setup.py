"""The compiled kernels; all other build settings are in pyproject.toml.

Both modules are optional: without a C compiler, the slower numpy versions in
``index.kernels.fallback`` and ``search.matching.kernels.fallback`` are used.
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
