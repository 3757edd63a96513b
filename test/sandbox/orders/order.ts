import type { Scalar } from '../requests/scalar';

/**
 * The attributes of an order that are single values, under the API's names. Times are unix seconds
 * (`resource_version` milliseconds), amounts minor units of `currency_code`; what is not set is undefined. Custom
 * fields (`cf_…`) stand among them.
 */
export interface OrderAttributes {
	id: string;
	invoice_id: string;
	status: string;
	price_type: string;
	currency_code: string;
	created_at: number;
	resource_version: number;
	deleted: boolean;
	is_resent: boolean;
	business_entity_id: string;
	document_number?: string;
	subscription_id?: string;
	customer_id?: string;
	status_update_at?: number;
	updated_at?: number;
	cancelled_at?: number;
	cancellation_reason?: string;
	resent_status?: string;
	original_order_id?: string;
	total?: number;
	amount_paid?: number;
	refundable_credits?: number;
	refundable_credits_issued?: number;
	[attribute: string]: Scalar | undefined;
}

export type SubResource = Record<string, Scalar | undefined>;

export interface LineItem extends SubResource {
	id: string;
	fulfillment_quantity: number;
}

export interface LinkedCreditNote extends SubResource {
	id: string;
	type: string;
	status: string;
	amount: number;
	amount_refunded: number;
}

/** The parts of an order that are lists or objects. */
export interface OrderDetails {
	order_line_items: LineItem[];
	line_item_taxes: SubResource[];
	line_item_discounts: SubResource[];
	linked_credit_notes: LinkedCreditNote[];
	resent_orders: SubResource[];
	shipping_address?: SubResource;
	billing_address?: SubResource;
}

/** An order of the sandbox. */
export class Order {
	private ownDetails: OrderDetails | undefined;

	/**
	 * `sequence` numbers the orders in the order of their making. `describe` writes the details of a seeded order anew
	 * at every call, always the same: 150,000 orders with all their details would not fit into a test's memory.
	 */
	constructor(
		readonly attributes: OrderAttributes,
		readonly sequence: number,
		readonly imported: boolean,
		private readonly describe: (order: Order) => OrderDetails,
	) {}

	/** The details, for reading. */
	get details(): OrderDetails {
		return this.ownDetails ?? this.describe(this);
	}

	/** The order as it is now; later changes do not reach it. */
	snapshot(): Order {
		const own = structuredClone(this.ownDetails);
		const describe = own === undefined ? this.describe : () => own;
		return new Order({ ...this.attributes }, this.sequence, this.imported, describe);
	}

	/** The details, for writing: from here on the order keeps its own. */
	changeableDetails(): OrderDetails {
		return (this.ownDetails ??= this.describe(this));
	}
}

/** Details without any content. */
export function noDetails(): OrderDetails {
	return {
		order_line_items: [],
		line_item_taxes: [],
		line_item_discounts: [],
		linked_credit_notes: [],
		resent_orders: [],
	};
}
