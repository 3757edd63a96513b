const ABBREVIATIONS: Readonly<Record<string, string>> = {
	api: 'API',
	id: 'ID',
	ids: 'IDs',
	url: 'URL',
	sku: 'SKU',
	ip: 'IP',
	zip: 'ZIP',
	is: 'Is',
	csv: 'CSV',
	ach: 'ACH',
	sepa: 'SEPA',
	upi: 'UPI',
	us: 'US',
	eu: 'EU',
	uk: 'UK',
	jp: 'JP',
	js: 'JS',
	mx: 'MX',
	hk: 'HK',
	hdfc: 'HDFC',
	kbc: 'KBC',
	migs: 'MIGS',
	nmi: 'NMI',
	tco: 'TCO',
	paypal: 'PayPal',
};
const SMALL_WORDS: ReadonlySet<string> = new Set(['at', 'on', 'of', 'for', 'the', 'to', 'from', 'in', 'or']);

/** A name of the API as title: `invoice_id` is Invoice ID, `shipped_at` Shipped At, `line1` Line 1. */
export function title(name: string): string {
	const words = name.replace(/(?<=[a-z])(?=\d)/g, '_').split(/_+/);
	return words
		.map((word, index) => {
			const inside = index > 0 && index < words.length - 1;
			if (inside && SMALL_WORDS.has(word)) return word;
			return ABBREVIATIONS[word] ?? word.charAt(0).toUpperCase() + word.slice(1);
		})
		.join(' ');
}
