/**
 * What this package uses of Papa Parse: its low-level parser, which takes text piece by piece
 * without streams. The build replaces the compiled file by a bundle, because a community node may
 * have no run-time dependencies.
 */
export { Parser } from 'papaparse';
