const LONGEST_NAME = 200;

/**
 * The name under which an entry of a ZIP file is reported: without folders (of either slash) or
 * control and text-direction characters, and at most 200 characters long. It is a label only;
 * nothing is ever written to a path made of it.
 */
export function reportedName(entryName: string): string {
	const baseName = entryName.split(/[/\\]/).pop() ?? '';
	const visible = baseName.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '');
	return Array.from(visible).slice(0, LONGEST_NAME).join('');
}

/** Whether an entry is a CSV file going by the extension of its name, in upper or lower case. */
export function isCsvName(entryName: string): boolean {
	return /\.csv$/i.test(entryName.replace(/\p{Cc}/gu, ''));
}
