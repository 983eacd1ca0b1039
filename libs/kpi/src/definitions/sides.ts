export const sides = ['client', 'vendor'] as const;
export type Side = (typeof sides)[number];
