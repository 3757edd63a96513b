/**
 * What this package uses of Papa Parse: its low-level parser, which takes text piece by piece
 * without streams. The build puts it into the package, because a community node may have no run-time
 * dependencies.
 */
export { Parser } from 'papaparse';
