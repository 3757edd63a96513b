/** Splits a form or a query string into its decoded pairs, in wire order. */
export function decodePairs(raw: string): Array<[string, string]> {
	return [...new URLSearchParams(raw)];
}

/**
 * What is wrong with the percent-encoding of a form or a query string. Decoders forgive a stray `%` and replace bytes
 * that are no UTF-8, so that a client would never hear of its mistake.
 */
export function encodingFaults(raw: string): string[] {
	const faults: string[] = [];
	if (/%(?![0-9a-f]{2})/i.test(raw)) faults.push('a percent sign that encodes nothing');
	if (/[^\x21-\x7e]/.test(raw)) faults.push('characters outside ASCII or spaces, not percent-encoded');
	if (decodePairs(raw).some((pair) => pair.join('').includes('�'))) faults.push('bytes that are not UTF-8');
	return faults;
}
