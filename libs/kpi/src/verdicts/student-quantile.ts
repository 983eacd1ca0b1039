/**
 * The two-sided critical value of Student's t distribution: the `t` with P(|T| > t) = `alpha` at `freedom` degrees of freedom.
 * Algorithm: G. W. Hill, "Algorithm 396: Student's t-quantiles", Communications of the ACM 13 (1970) 619-620; good to about six digits.
 * @throws RangeError unless 0 < alpha < 1 and freedom >= 1
 */
export function studentQuantile(alpha: number, freedom: number): number {
  if (!(alpha > 0 && alpha < 1) || !(freedom >= 1)) throw new RangeError('needs 0 < alpha < 1 and at least one degree of freedom');
  if (freedom === 1) return Math.cos((alpha * Math.PI) / 2) / Math.sin((alpha * Math.PI) / 2);
  if (freedom === 2) return Math.sqrt(2 / (alpha * (2 - alpha)) - 2);
  const a = 1 / (freedom - 0.5);
  const b = (48 / a) * (1 / a);
  let c = ((20_700 * a) / b - 98) * a - 16;
  c = c * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom;
  let x = d * alpha;
  let y = x ** (2 / freedom);
  if (y > 0.05 + a) {
    x = normalQuantile(alpha / 2);
    y = x * x;
    if (freedom < 5) c += 0.3 * (freedom - 4.5) * (x + 0.6);
    c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
    y = Math.expm1(a * y * y);
  } else {
    y =
      ((1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)) * y - 1) *
        (freedom + 1) *
        (1 / (freedom + 2)) +
      1 / y;
  }
  return Math.sqrt(freedom * y);
}

/**
 * The `x` with P(Z < x) = `p` of the standard normal distribution, for p < 0.5. Algorithm: P. J. Acklam's rational approximation, relative error
 * below 1.15e-9.
 */
function normalQuantile(p: number): number {
  const tail = (q: number): number =>
    (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q +
      2.938163982698783) /
    ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)));
  const q = p - 0.5;
  const r = q * q;
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r + 1)
  );
}
