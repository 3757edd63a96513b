/** The bytes that tell the encoding of a file: a byte order mark, or the first two letters in UTF-16. */
const SIGNATURE_BYTES = 4;

/** Takes the bytes of one file piece by piece, cut anywhere, and gives their text. */
export interface TextPieces {
	push(bytes: Uint8Array): string;
	/** To be called once after the last piece: gives the remaining text. */
	end(): string;
}

/**
 * Reads a text file in UTF-8, or in UTF-16 of either byte order, and drops a byte order mark. Bytes that the encoding does
 * not have become U+FFFD, since one broken character in a name should not cost the whole export.
 *
 * UTF-16 without a byte order mark is known by the zeros of its first two letters. Where those are not Latin it is read
 * as UTF-8, and its text has a NUL character right before or after the first line break.
 */
export function createTextPieces(): TextPieces {
	let decoder: ReturnType<typeof decoderFor> | undefined;
	let first = new Uint8Array(0);

	function decode(bytes: Uint8Array, isLast: boolean): string {
		if (decoder !== undefined) return decoder.decode(bytes, { stream: !isLast });
		const begun = new Uint8Array(first.length + bytes.length);
		begun.set(first);
		begun.set(bytes, first.length);
		first = begun;
		if (begun.length < SIGNATURE_BYTES && !isLast) return '';
		decoder = decoderFor(begun);
		return decoder.decode(begun, { stream: !isLast });
	}

	return {
		push: (bytes) => decode(bytes, false),
		end: () => decode(new Uint8Array(0), true),
	};
}

function decoderFor([first, second, third, fourth]: Uint8Array) {
	const zeros = [first, second, third, fourth].map((byte) => (byte === 0 ? '0' : 'x')).join('');
	if ((first === 0xff && second === 0xfe) || zeros === 'x0x0') return new TextDecoder('utf-16le');
	if ((first === 0xfe && second === 0xff) || zeros === '0x0x') return new TextDecoder('utf-16be');
	return new TextDecoder();
}
