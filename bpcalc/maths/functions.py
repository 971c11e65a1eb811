"""The elementary functions of formulas. One record in `FUNCTIONS` adds one, everywhere.

A record holds everything that is known of a function: what it is in decimals and between bounds,
its slope, how programs and spreadsheets work it out, and how it is written. Every member has to
be given, so that no reading of a formula can lack one.

Programs work in floats, and there a formula may overflow, or cancel, where its value is small or
large. So `floats` says how a function is worked out at the far ends as well as in the middle, in
terms of what the C library has (see `float_forms`). It is written once, for all languages:

>>> from bpcalc.maths.expr import Number
>>> FUNCTIONS["softplus"].slope(Number("2"))
(Quotient(Number('1'), Sum(Number('1'), Apply('exp', Minus(Number('2'))))),)
"""

from collections.abc import Callable
from fractions import Fraction
from math import isqrt

from bpcalc.maths import elementary, error_growth, float_forms, intervals, residues
from bpcalc.maths.entries import tabled
from bpcalc.maths.expr import Choice, expr, multiply
from bpcalc.maths.function_calls import (
    cos,
    cosh,
    erf,
    exp,
    half_one_plus_tanh,
    ln,
    maximum,
    pi,
    sign,
    sqrt,
    tanh,
)
from bpcalc.maths.function_entry import Function, Spelling

E_TO_THE = Spelling("power", "e", "e")


def _call(name: str) -> Spelling:
    return Spelling("call", name, name)


def _at(place: int, value: int | Fraction) -> Callable[[Fraction], Fraction | None]:
    """Return a function that is rational at one place only.

    By the theorem of Lindemann, so is e^x at 0, and with it what is made of it.
    """
    return lambda operand: Fraction(value) if operand == place else None


def _rational_root(operand: Fraction) -> Fraction | None:
    if operand < 0:
        return None
    root = Fraction(isqrt(operand.numerator), isqrt(operand.denominator))
    return root if root * root == operand else None


_ALL = (
    Function(
        name="exp",
        decimal=elementary.exp,
        saturates=True,
        rational=_at(0, 1),
        error=error_growth.exp_error,
        bounds=intervals.exp_bounds,
        slope=lambda x: (exp(x),),
        residue=residues.by_law(residues.exp_residue),
        gentle=False,
        floats=float_forms.calling("exp"),
        excel="EXP({})",
        javascript="arithmetic.exp(x)",
        spelling=E_TO_THE,
    ),
    Function(
        name="ln",
        decimal=elementary.ln,
        rational=_at(1, 0),
        error=error_growth.ln_error,
        bounds=intervals.ln_bounds,
        slope=lambda x: (1 / x,),
        residue=residues.by_law(residues.ln_residue),
        gentle=False,
        floats=float_forms.calling("log"),
        excel="LN({})",
        javascript="arithmetic.ln(x)",
        spelling=_call("ln"),
    ),
    Function(
        name="tanh",
        decimal=elementary.tanh,
        saturates=True,
        rational=_at(0, 0),
        error=error_growth.tanh_error,
        bounds=intervals.tanh_bounds,
        slope=lambda x: (1 - tanh(x) ** 2,),
        residue=residues.by_law(residues.tanh_residue),
        gentle=True,
        floats=float_forms.calling("tanh"),
        excel="TANH({})",
        javascript="arithmetic.tanh(x)",
        spelling=_call("tanh"),
    ),
    Function(
        name="cosh",
        decimal=elementary.cosh,
        saturates=True,
        rational=_at(0, 1),
        error=error_growth.cosh_error,
        bounds=intervals.cosh_bounds,
        slope=lambda x: ((exp(x) - exp(-x)) / 2,),
        residue=residues.by_law(residues.cosh_residue),
        gentle=False,
        floats=float_forms.calling("cosh"),
        excel="COSH({})",
        javascript="arithmetic.cosh(x)",
        spelling=_call("cosh"),
    ),
    Function(
        name="ln_cosh",
        decimal=elementary.ln_cosh,
        rational=_at(0, 0),
        error=error_growth.ln_cosh_error,
        bounds=intervals.ln_cosh_bounds,
        slope=lambda x: (tanh(x),),
        residue=residues.by_law(residues.ln_cosh_residue),
        gentle=True,
        floats=float_forms.ln_cosh_in_floats,
        excel=(
            "IF(ABS({0})<0.05,({0})*({0})/2*(1-({0})*({0})/6+2*({0})*({0})*({0})*({0})/45"
            "-17*({0})*({0})*({0})*({0})*({0})*({0})/1260),"
            "ABS({0})+LN((1+EXP(-2*ABS({0})))/2))"
        ),
        javascript="arithmetic.logCosh(x)",
        spelling=lambda x: ln(cosh(x)),
    ),
    Function(
        name="max0",
        decimal=elementary.max0,
        exact=True,
        rational=lambda x: max(x, Fraction(0)),
        error=error_growth.max0_error,
        bounds=intervals.max0_bounds,
        slope=lambda x: (Choice(x, expr(1), expr(0)),),
        residue=residues.in_branches(residues.max0_branch),
        gentle=True,
        floats=float_forms.max0_in_floats,
        excel="MAX(0,{})",
        javascript="certain(x) > 0 ? x : ZERO",
        spelling=lambda x: maximum(expr(0), x),
    ),
    Function(
        name="max",
        operands=2,
        decimal=elementary.larger,
        exact=True,
        rational=max,
        error=error_growth.larger_error,
        bounds=intervals.larger_bounds,
        slope=lambda a, b: (Choice(a - b, expr(1), expr(0)), Choice(b - a, expr(1), expr(0))),
        residue=residues.in_branches(residues.maximum_branch),
        gentle=True,
        floats=float_forms.larger_in_floats,
        excel="MAX({},{})",
        javascript="compared(arithmetic, y, x) > 0 ? y : x",
        spelling=_call("max"),
    ),
    Function(
        name="min",
        operands=2,
        decimal=elementary.smaller,
        exact=True,
        rational=min,
        error=error_growth.smaller_error,
        bounds=intervals.smaller_bounds,
        slope=lambda a, b: (Choice(b - a, expr(1), expr(0)), Choice(a - b, expr(1), expr(0))),
        residue=residues.in_branches(residues.minimum_branch),
        gentle=True,
        floats=float_forms.smaller_in_floats,
        excel="MIN({},{})",
        javascript="compared(arithmetic, y, x) < 0 ? y : x",
        spelling=_call("min"),
    ),
    Function(
        name="abs",
        decimal=elementary.absolute,
        exact=True,
        rational=abs,
        error=error_growth.absolute_error,
        bounds=intervals.absolute_bounds,
        slope=lambda x: (sign(x),),
        residue=residues.in_branches(residues.absolute_branch),
        gentle=True,
        floats=float_forms.calling("fabs"),
        excel="ABS({})",
        javascript="x.sign < 0 ? arithmetic.minus(x) : x",
        spelling=Spelling("bars", "|", "|"),
    ),
    Function(
        name="sign",
        decimal=elementary.sign,
        exact=True,
        rational=lambda x: Fraction((x > 0) - (x < 0)),
        error=error_growth.sign_error,
        bounds=intervals.sign_bounds,
        slope=lambda x: (expr(0),),
        residue=residues.in_branches(residues.sign_branch),
        gentle=True,
        floats=float_forms.sign_in_floats,
        excel="SIGN({})",
        javascript="new Num(BigInt(certain(x)))",
        spelling=_call("sign"),
    ),
    Function(
        name="step",
        decimal=elementary.step,
        exact=True,
        rational=lambda x: Fraction(x >= 0),
        error=error_growth.step_error,
        bounds=intervals.step_bounds,
        slope=lambda x: (expr(0),),
        residue=residues.in_branches(residues.step_branch),
        gentle=True,
        floats=float_forms.step_in_floats,
        excel="IF({}>=0,1,0)",
        javascript="certain(x) >= 0 ? ONE : ZERO",
        spelling=_call("step"),
    ),
    Function(
        name="sqrt",
        decimal=elementary.sqrt,
        rational=_rational_root,
        error=error_growth.sqrt_error,
        bounds=intervals.sqrt_bounds,
        slope=lambda x: (expr(1) / 2 / sqrt(x),),
        residue=residues.root,
        gentle=False,
        floats=float_forms.calling("sqrt"),
        excel="SQRT({})",
        javascript="arithmetic.sqrt(x)",
        spelling=Spelling("root", "√", "sqrt"),
    ),
    Function(
        name="softplus",
        decimal=elementary.softplus,
        rational=lambda x: None,
        error=error_growth.softplus_error,
        bounds=intervals.softplus_bounds,
        slope=lambda x: (1 / (1 + exp(-x)),),
        residue=residues.by_law(residues.softplus_residue),
        gentle=True,
        floats=float_forms.softplus_in_floats,
        excel="IF({0}<-8,EXP({0})*(1-EXP({0})/2+EXP(2*({0}))/3),MAX(0,{0})+LN(1+EXP(-ABS({0}))))",
        javascript="arithmetic.softplus(x)",
        spelling=lambda x: ln(1 + exp(x)),
    ),
    Function(
        name="erf",
        decimal=elementary.erf,
        saturates=True,
        rational=_at(0, 0),
        error=error_growth.erf_error,
        bounds=intervals.erf_bounds,
        slope=lambda x: (2 / sqrt(pi()) * exp(-(x**2)),),
        residue=residues.by_law(residues.odd("erf")),
        gentle=False,
        floats=float_forms.calling("erf"),
        excel="ERF({})",
        javascript="arithmetic.erf(x)",
        spelling=_call("erf"),
    ),
    Function(
        name="exp_minus_1",
        decimal=elementary.exp_minus_1,
        saturates=True,
        rational=_at(0, 0),
        error=error_growth.exp_minus_1_error,
        bounds=intervals.exp_minus_1_bounds,
        slope=lambda x: (exp(x),),
        residue=residues.by_law(residues.exp_minus_1_residue),
        gentle=False,
        floats=float_forms.calling("expm1"),
        excel="IF(ABS({0})<1E-4,({0})*(1+({0})/2+({0})*({0})/6),EXP({0})-1)",
        javascript="arithmetic.expMinus1(x)",
        spelling=lambda x: exp(x) - 1,
    ),
    Function(
        name="normal_cdf",
        decimal=elementary.normal_cdf,
        saturates=True,
        rational=_at(0, Fraction(1, 2)),
        error=error_growth.normal_cdf_error,
        bounds=intervals.normal_cdf_bounds,
        slope=lambda x: (exp(-(x**2 / 2)) / sqrt(2 * pi()),),
        residue=residues.by_law(residues.normal_cdf_residue),
        gentle=True,
        floats=float_forms.normal_cdf_in_floats,
        excel="NORMSDIST({})",
        javascript="arithmetic.normal(x)",
        spelling=lambda x: (1 + erf(x / sqrt(expr(2)))) / 2,
    ),
    Function(
        name="half_one_plus_tanh",
        decimal=elementary.half_one_plus_tanh,
        saturates=True,
        rational=_at(0, Fraction(1, 2)),
        error=error_growth.half_one_plus_tanh_error,
        bounds=intervals.half_one_plus_tanh_bounds,
        slope=lambda x: (multiply(expr(2), half_one_plus_tanh(x), 1 - half_one_plus_tanh(x)),),
        residue=residues.by_law(residues.half_one_plus_tanh_residue),
        gentle=True,
        floats=float_forms.half_one_plus_tanh_in_floats,
        excel="IF({0}<0,EXP(2*({0}))/(1+EXP(2*({0}))),1/(1+EXP(-2*({0}))))",
        javascript="arithmetic.halfOnePlusTanh(x)",
        spelling=lambda x: (1 + tanh(x)) / 2,
    ),
    Function(
        name="cos",
        decimal=elementary.cos,
        rational=_at(0, 1),
        error=error_growth.cos_error,
        bounds=intervals.cos_bounds,
        slope=lambda x: (cos(x + pi() / 2),),
        residue=residues.at_random,
        gentle=True,
        floats=float_forms.calling("cos"),
        excel="COS({})",
        javascript="arithmetic.cos(x)",
        spelling=_call("cos"),
    ),
    Function(
        name="pi",
        operands=0,
        decimal=elementary.pi,
        rational=lambda: None,
        error=error_growth.pi_error,
        bounds=intervals.pi_bounds,
        slope=lambda: (),
        residue=residues.at_random,
        gentle=True,
        floats=lambda code: code.number(float_forms.PI),
        excel="PI()",
        javascript=(
            "new Num(pi(arithmetic.digits + 5), -arithmetic.digits - 5, 1n, -arithmetic.digits - 4)"
        ),
        spelling=Spelling("symbol", "π", "pi"),
    ),
)

FUNCTIONS = tabled("function", _ALL)
