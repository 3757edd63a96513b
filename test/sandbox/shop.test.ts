import fc from 'fast-check';
import { InvoiceTable } from './invoices/invoiceTable';
import { resolveOptions } from './options';
import { OrderTable } from './orders/orderTable';
import { customerCount, seedSite } from './seed/seedSite';
import type { Shop } from './shop/shop';
import { shopOf } from './shop/shop';

interface Seeded {
	shop: Shop;
	orders: OrderTable;
	now: number;
}

function shopOfSeed(seed: number, count: number): Seeded {
	const options = resolveOptions({ seed, orders: count });
	const [orders, invoices] = [new OrderTable(), new InvoiceTable()];
	seedSite(options, orders, invoices);
	const { now } = options;
	return { shop: shopOf({ seed, now, customers: customerCount(count), orders, invoices }), orders, now };
}

/** Holds for every seed and every size of the shop. */
function forAnyShop(check: (seeded: Seeded) => void): void {
	fc.assert(
		fc.property(fc.nat(), fc.integer({ min: 0, max: 200 }), (seed, count) => check(shopOfSeed(seed, count))),
		{ numRuns: 8 },
	);
}

const idsOf = (rows: Iterable<{ id?: unknown }>): string[] => [...rows].map(({ id }) => String(id));
const sum = <T>(rows: readonly T[], amount: (row: T) => number): number =>
	rows.reduce((total, row) => total + amount(row), 0);

it('names nothing that does not exist', () => {
	forAnyShop(({ shop, orders }) => {
		const { catalog, customers, subscriptions } = shop;
		const families = new Set(idsOf(catalog.families));
		const variants = new Set(idsOf(catalog.priceVariants));
		const invoices = new Map(shop.invoices.map((invoice) => [invoice.attributes.id, invoice]));
		for (const item of catalog.items.values()) expect(families).toContain(item.item_family_id);
		for (const price of catalog.itemPrices.values()) {
			expect(catalog.items.get(price.item_id)).toMatchObject({
				type: price.item_type,
				item_family_id: price.item_family_id,
			});
			if (price.price_variant_id !== undefined) expect(variants).toContain(price.price_variant_id);
		}
		for (const { item_id, parent_item_id } of catalog.attachedItems) {
			expect([...catalog.items.keys()]).toEqual(expect.arrayContaining([item_id, parent_item_id]));
		}
		for (const { item_price_id, item_id, parent_item_id } of catalog.differentialPrices) {
			expect(catalog.itemPrices.get(String(item_price_id))?.item_id).toBe(item_id);
			expect(catalog.items.get(String(parent_item_id))?.type).toBe('plan');
		}
		for (const { attributes, itemPriceIds } of catalog.coupons) {
			for (const id of itemPriceIds) {
				const currency = catalog.itemPrices.get(id)?.currency_code;
				expect(currency).toBe(attributes.currency_code ?? currency);
				expect(currency).toBeDefined();
			}
		}
		for (const { relationship } of customers.values()) {
			for (const id of Object.values(relationship)) expect(customers.has(String(id))).toBe(true);
		}
		for (const { attributes, prices } of subscriptions.values()) {
			expect(customers.get(attributes.customer_id)?.currency).toBe(attributes.currency_code);
			expect(prices.filter(({ item_type }) => item_type === 'plan')).toHaveLength(1);
			for (const price of prices) {
				expect(catalog.itemPrices.get(price.id)).toBe(price);
				expect(price.currency_code).toBe(attributes.currency_code);
			}
		}
		for (const { attributes, lines } of shop.invoices) {
			const { customer_id, subscription_id } = attributes;
			expect(customers.has(customer_id)).toBe(true);
			if (subscription_id !== undefined)
				expect(subscriptions.get(subscription_id)?.attributes.customer_id).toBe(customer_id);
			for (const line of lines.filter(({ entity_type }) => entity_type !== 'adhoc')) {
				expect(catalog.itemPrices.get(line.entity_id ?? '')).toMatchObject({
					item_id: line.item_id,
					price: line.unit_amount,
					currency_code: attributes.currency_code,
				});
			}
		}
		for (const { attributes } of orders.all()) {
			expect(invoices.get(attributes.invoice_id)?.attributes.customer_id).toBe(attributes.customer_id);
			if (attributes.subscription_id !== undefined) expect(subscriptions.has(attributes.subscription_id)).toBe(true);
		}
		const creditNotes = new Map(shop.creditNotes.map((note) => [note.id, note]));
		for (const { reference_invoice_id, customer_id } of shop.creditNotes) {
			expect(invoices.get(reference_invoice_id)?.attributes.customer_id).toBe(customer_id);
		}
		for (const { customer_id, invoice_id, credit_note_id } of shop.transactions) {
			expect(customers.has(customer_id)).toBe(true);
			if (invoice_id !== undefined) expect(invoices.get(invoice_id)?.attributes.customer_id).toBe(customer_id);
			if (credit_note_id !== undefined) expect(creditNotes.get(credit_note_id)?.customer_id).toBe(customer_id);
		}
		for (const { subscription_id, item_price_id } of shop.ramps) {
			const subscription = subscriptions.get(String(subscription_id));
			expect(idsOf(subscription?.prices ?? [])).toContain(item_price_id);
		}
	});
});

it('gives every id once', () => {
	forAnyShop(({ shop }) => {
		const { catalog } = shop;
		for (const rows of [
			catalog.families,
			catalog.priceVariants,
			catalog.attachedItems,
			catalog.differentialPrices,
			[...shop.subscriptions.values()].map(({ attributes }) => attributes),
			shop.invoices.flatMap(({ lines }) => lines),
			shop.creditNotes,
			shop.transactions,
			shop.ramps,
		]) {
			expect(new Set(idsOf(rows)).size).toBe(rows.length);
		}
	});
});

it('adds up', () => {
	forAnyShop(({ shop, orders }) => {
		for (const { attributes, lines } of shop.invoices) {
			const { id, total, amount_paid, amount_adjusted, credits_applied, amount_due, status } = attributes;
			expect(sum(lines, (line) => line.total)).toBe(total);
			expect(status === 'voided' ? 0 : total).toBe(amount_paid + amount_adjusted + credits_applied + amount_due);
			expect(amount_due === 0).toBe(status === 'paid' || status === 'voided');
			const moved = shop.transactions.filter(
				(transaction) => transaction.invoice_id === id && transaction.status === 'success',
			);
			expect(sum(moved, ({ type, amount }) => (type === 'payment' ? amount : -amount))).toBe(amount_paid);
			const notes = shop.creditNotes.filter(({ reference_invoice_id }) => reference_invoice_id === id);
			expect(sum(notes, (note) => note.amount_allocated)).toBe(amount_adjusted + credits_applied);
			const ordered = orders.ofInvoice(id).filter((order) => !order.attributes.is_resent);
			if (ordered.length > 0) expect(sum(ordered, (order) => order.attributes.total ?? 0)).toBe(total);
		}
		for (const note of shop.creditNotes) {
			const rest = note.total - note.amount_allocated - note.amount_refunded - note.amount_available;
			expect(rest).toBe(note.status === 'voided' ? note.total : 0);
			const refunds = shop.transactions.filter(({ credit_note_id }) => credit_note_id === note.id);
			expect(sum(refunds, ({ amount }) => amount)).toBe(note.amount_refunded);
		}
	});
});

it('happens in order: customers before their subscriptions, these before their invoices, nothing done in the future', () => {
	forAnyShop(({ shop, now }) => {
		for (const { attributes } of shop.subscriptions.values()) {
			const since = shop.customers.get(attributes.customer_id)?.attributes.created_at;
			expect(attributes.created_at).toBeGreaterThanOrEqual(since ?? Infinity);
			expect(Math.max(attributes.created_at, Number(attributes.updated_at))).toBeLessThanOrEqual(now);
			for (const name of ['activated_at', 'cancelled_at'] as const) {
				const at = attributes[name];
				if (at === undefined) continue;
				expect(at).toBeGreaterThanOrEqual(attributes.created_at);
				expect(at).toBeLessThanOrEqual(now);
			}
			const { cancelled_at, updated_at, current_term_start, current_term_end } = attributes;
			if (cancelled_at !== undefined) {
				expect(updated_at).toBeGreaterThanOrEqual(Number(cancelled_at));
				expect(current_term_start).toBeLessThanOrEqual(Number(cancelled_at));
				expect(current_term_end).toBeGreaterThan(Number(cancelled_at));
			}
			if (attributes.next_billing_at !== undefined) expect(attributes.next_billing_at).toBeGreaterThan(now);
		}
		for (const { attributes } of shop.invoices) {
			const { subscription_id, date, paid_at, updated_at } = attributes;
			const subscription = shop.subscriptions.get(subscription_id ?? '');
			expect(subscription?.attributes.created_at ?? 0).toBeLessThanOrEqual(date);
			for (const at of [date, paid_at ?? date, updated_at]) expect(at).toBeLessThanOrEqual(now);
		}
		for (const { date } of shop.creditNotes) expect(date).toBeLessThanOrEqual(now);
	});
});
