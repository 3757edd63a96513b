/** The currencies that customers of the seed pay in, the base currency first. */
export const currencies = ['USD', 'EUR', 'JPY', 'KWD', 'GBP'] as const;

/** Minor units of a currency for an amount in its cents' size: the yen has no cents, and its amounts are round. */
export function minorUnits(hundredths: number, currency: string): number {
	return currency === 'JPY' ? Math.round(hundredths / 10) * 10 : hundredths;
}

/** An amount in minor units as decimal text: Chargebee counts in hundredths, the dinar's too, and in whole yen. */
export function decimalText(minor: number, currency: string): string {
	if (currency === 'JPY') return String(minor);
	const digits = String(minor).padStart(3, '0');
	return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
