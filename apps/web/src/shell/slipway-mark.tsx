/** The product's sign: a hull on its slip. */
export function SlipwayMark({ size = 28, withName = true }: { size?: number; withName?: boolean }) {
  return (
    <span
      style={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 10,
        color: '#fff',
        fontWeight: 700,
        fontSize: size * 0.62,
        letterSpacing: '-0.01em',
      }}
    >
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <path d="M4 25 28 17" stroke="#7fd1c7" strokeWidth="2.6" strokeLinecap="round" />
        <path d="M7.600 17h13.600l5-4.800-2.300 6.400-12 4c-2.200.6-4-1.600-4.300-5.600z" fill="#fff" />
        <path d="M11.500 14V8l6.500 6z" fill="#f0b35a" />
      </svg>
      {withName ? 'Slipway' : null}
    </span>
  );
}
