import { minorUnits } from './currencies';
import type { Product } from './products';
import { products } from './products';
import { Draws } from './random';

/** What one line of an order costs; amounts in minor units. */
export interface OrderLine {
	product: Product;
	quantity: number;
	unitPrice: number;
	discount: number;
	tax: number;
}

export const TAX_PERCENT = 10;

/** The lines of the seeded order with this number: always the same ones, so that nobody has to keep them. */
export function orderLines(seed: number, number: number, currency: string, isTaxInclusive: boolean): OrderLine[] {
	// A resent order, the last of every fifty, has the lines of the order before it.
	const draw = new Draws(seed, 'lines', number % 50 === 49 ? number - 1 : number);
	const lines: OrderLine[] = [];
	const count = 1 + draw.below(3);
	while (lines.length < count) {
		const product = draw.pick(products);
		const quantity = 1 + draw.below(4);
		const unitPrice = minorUnits(product.price, currency);
		const discount = draw.below(7) === 0 ? Math.floor((unitPrice * quantity) / 10) : 0;
		const taxed = unitPrice * quantity - discount;
		const tax = isTaxInclusive
			? taxed - Math.round((taxed * 100) / (100 + TAX_PERCENT))
			: Math.round((taxed * TAX_PERCENT) / 100);
		lines.push({ product, quantity, unitPrice, discount, tax });
	}
	return lines;
}
