/** Name of the due work that takes test tickets further. */
export const tripsWork = 'test-trips';
