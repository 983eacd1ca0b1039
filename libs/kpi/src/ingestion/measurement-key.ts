/** What names a measure or a feature: ASCII, so that it is the same in every URL and query. */
export const measurePattern = '^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$';
export const featurePattern = '^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$';
/** Names of dimensions; `feature` is taken, it has its own place. */
export const dimensionPattern = '^(?!feature$)[A-Za-z][A-Za-z0-9_.-]{0,63}$';
export const maxDimensions = 8;
export const maxDimensionLength = 200;
/** Sums of billions of measurements stay finite below this. */
export const maxValue = 1e15;
