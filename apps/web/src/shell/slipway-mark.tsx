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
        <g transform="rotate(-14 16 16)">
          <path d="M2 27.500h28" stroke="#7fd1c7" strokeWidth="2.6" strokeLinecap="round" />
          <path d="M5 17.500h22l-4.200 6.500H9.200z" fill="#fff" />
          <path d="M17 3.500v11.500h-8.500z" fill="#f0b35a" />
          <path d="M19 7v8h5.800z" fill="#7fd1c7" />
        </g>
      </svg>
      {withName ? 'Slipway' : null}
    </span>
  );
}
