/** Neargate's own version, as its package says. */
export const neargateVersion = '0.1.0';
