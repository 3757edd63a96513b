/**
 * What can happen to the download of an export's file.
 *
 * - `truncated`: the file ends early; Content-Length says the whole length or that of the cut file.
 * - `corrupted`: one byte of the compressed data is another one.
 * - `html`: a login page with status 200.
 * - `expired`: 403 with the object store's XML.
 * - `cut`: the connection is reset after half of the file.
 * - `stall`: half of the file, then nothing until the client gives up.
 * - `redirect`: 302, to the same file under another path, several times in a row, or to another host.
 */
export const downloadFaultKinds = ['truncated', 'corrupted', 'html', 'expired', 'cut', 'stall', 'redirect'] as const;

export type DownloadFaultKind = (typeof downloadFaultKinds)[number];

export interface DownloadFaultDetails {
	/** What the Content-Length of `truncated` says; the whole length by default, which the client can notice. */
	announced?: 'whole' | 'cut';
	/** How many redirects follow one another before the file comes; 1 by default. */
	hops?: number;
	/** Where `redirect` leads, in place of hops: an origin, which keeps path and query, or a whole URL. */
	to?: string;
}

export interface DownloadFaults {
	/** The same seed hits the same downloads in the same way, counted in the order of their arrival. */
	seed: number;
	/** The share of downloads that are hit, from 0 to 1. */
	rate: number;
	/** All by default. `stall` ends only with a client that has a time-out. */
	kinds?: readonly DownloadFaultKind[];
}
