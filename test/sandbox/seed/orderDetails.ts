import type { LineItem, Order, OrderDetails, SubResource } from '../orders/order';
import type { ProductCatalog } from '../siteSettings';
import { customerAddress } from './customers';
import { orderLines, TAX_PERCENT } from './orderLines';
import type { Product } from './products';

/** Writes the details of seeded orders; the same order always has the same ones. */
export function seededDetails(
	seed: number,
	catalog: ProductCatalog,
	customerNumberOf: (orderNumber: number) => number,
): (order: Order) => OrderDetails {
	return (order) => {
		const { attributes, sequence } = order;
		const isTaxInclusive = attributes.price_type === 'tax_inclusive';
		const lines = orderLines(seed, sequence, attributes.currency_code, isTaxInclusive);
		const isPaid = attributes.payment_status === 'paid';
		const isCredited = (attributes.refundable_credits_issued ?? 0) > 0;
		const items: LineItem[] = [];
		const taxes: SubResource[] = [];
		const discounts: SubResource[] = [];
		lines.forEach(({ product, quantity, unitPrice, discount, tax }, at) => {
			const invoiceLine = `li_${sequence + 1}_${at + 1}`;
			const amount = unitPrice * quantity - discount + (isTaxInclusive ? 0 : tax);
			items.push({
				id: `o_li_${sequence + 1}_${at + 1}`,
				invoice_id: attributes.invoice_id,
				invoice_line_item_id: invoiceLine,
				unit_price: unitPrice,
				description: product.description,
				amount: unitPrice * quantity,
				fulfillment_quantity: quantity,
				fulfillment_amount: amount,
				tax_amount: tax,
				amount_paid: isPaid ? amount : 0,
				amount_adjusted: 0,
				refundable_credits_issued: isCredited ? amount : 0,
				refundable_credits: isPaid && !isCredited ? amount : 0,
				is_shippable: true,
				sku: product.sku,
				status: itemStatus(attributes.status),
				entity_type: catalog === '2.0' ? product.entityType : entityTypeOf(product),
				entity_id: `${product.entityId}-${attributes.currency_code}`,
				item_level_discount_amount: discount,
				discount_amount: discount,
				object: 'order_line_item',
			});
			taxes.push({
				tax_name: 'Sandbox Tax',
				tax_rate: TAX_PERCENT,
				taxable_amount: unitPrice * quantity - discount - (isTaxInclusive ? tax : 0),
				tax_amount: tax,
				tax_juris_type: 'country',
				line_item_id: invoiceLine,
				object: 'line_item_tax',
			});
			if (discount > 0) {
				discounts.push({
					line_item_id: invoiceLine,
					discount_type: 'item_level_coupon',
					entity_id: 'WELCOME10',
					discount_amount: discount,
					object: 'line_item_discount',
				});
			}
		});
		const address = customerAddress(customerNumberOf(sequence));
		return {
			order_line_items: items,
			line_item_taxes: taxes,
			line_item_discounts: discounts,
			linked_credit_notes: creditNotesOf(order),
			resent_orders: resentOrdersOf(order),
			shipping_address: { ...address, object: 'shipping_address' },
			billing_address: { ...address, object: 'billing_address' },
		};
	};
}

/** Product catalog 1.0 has neither items nor charges. */
function entityTypeOf({ entityType }: Product): string {
	return entityType === 'plan_item_price' ? 'plan' : 'addon';
}

/** Line items do not know the statuses of legacy order management. */
function itemStatus(status: string): string {
	if (status === 'new' || status === 'processing') return 'queued';
	if (status === 'complete') return 'delivered';
	return status === 'voided' ? 'cancelled' : status;
}

function creditNotesOf({ attributes, sequence }: Order): OrderDetails['linked_credit_notes'] {
	const amount = attributes.refundable_credits_issued ?? 0;
	if (amount === 0) return [];
	const isRefunded = sequence % 2 === 0;
	const amountRefunded = isRefunded ? amount : 0;
	return [
		{
			id: `CN-${sequence + 1}-1`,
			type: 'refundable',
			status: isRefunded ? 'refunded' : 'refund_due',
			amount,
			amount_adjusted: 0,
			amount_refunded: amountRefunded,
			object: 'linked_credit_note',
		},
	];
}

/** A resent order of the seed always stands right behind its original. */
function resentOrdersOf({ attributes, sequence }: Order): SubResource[] {
	if (attributes.resent_status === undefined) return [];
	return [{ order_id: `order_${sequence + 2}`, reason: 'Lost', amount: attributes.total, object: 'resent_order' }];
}
