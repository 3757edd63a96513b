/** Digits after the point of the currencies in the seed: the yen has no minor unit, the Kuwaiti dinar a thousandth. */
const exponents: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };

/** The currencies that customers of the seed pay in, the base currency first. */
export const currencies = ['USD', 'EUR', 'JPY', 'KWD', 'GBP'] as const;

/** Minor units of a currency for an amount in its cents' size: 1990 is 1990 for USD and JPY, 19900 for KWD. */
export function minorUnits(hundredths: number, currency: string): number {
	if (currency === 'JPY') return Math.round(hundredths / 10) * 10;
	return currency === 'KWD' ? hundredths * 10 : hundredths;
}

/** An amount in minor units as decimal text. */
export function decimalText(minor: number, currency: string): string {
	const exponent = exponentOf(currency);
	if (exponent === 0) return String(minor);
	const digits = String(minor).padStart(exponent + 1, '0');
	return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

function exponentOf(currency: string): number {
	return exponents[currency] ?? 2;
}
