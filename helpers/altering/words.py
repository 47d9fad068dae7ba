"""What changes are made of and speak of: numpy's functions of one kind, Python's signs."""

from __future__ import annotations

import ast

# Functions of numpy that are taken for one another.
FAMILIES = (
    ("log", "log10", "log2", "log1p"),
    ("exp", "expm1", "exp2"),
    ("max", "maximum", "min", "minimum"),
    ("argmax", "argmin"),
    ("sum", "mean", "prod", "median", "cumsum"),
    ("std", "var"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("sqrt", "square", "abs"),
    ("floor", "ceil", "round"),
    ("tanh", "sinh", "cosh"),
    ("multiply", "dot", "matmul"),
    ("cumprod", "prod"),
    ("vstack", "hstack"),
)
REDUCTIONS = ("sum", "mean", "std", "var", "max", "min", "argmax", "argmin", "norm", "any", "all")
SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**",
    ast.FloorDiv: "//", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==",
    ast.NotEq: "!=",
}  # fmt: skip
