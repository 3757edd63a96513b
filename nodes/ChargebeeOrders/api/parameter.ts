/** What a value is, and so how it is checked, written to the form and shown in the editor. */
export type Kind = 'string' | 'integer' | 'amount' | 'timestamp' | 'boolean' | 'enum';

/** A request field of Chargebee's API with one value. */
export interface ScalarParameter {
	/** The API's own name; inside a group, without the group's. */
	readonly name: string;
	readonly kind: Kind;
	readonly required?: boolean;
	/** The most characters that Chargebee takes. */
	readonly maxLength?: number;
	/** The least value of an `integer` or `amount`. */
	readonly minimum?: number;
	/** The greatest value of an `integer`. */
	readonly maximum?: number;
	/** The values of an `enum`. */
	readonly values?: readonly string[];
	/** One sentence for the editor, without a final period. */
	readonly description: string;
	readonly placeholder?: string;
}

/** Fields that travel together: `shipping_address[city]`, `order_line_items[id][0]`. */
export interface GroupParameter {
	readonly name: string;
	/** `object` is sent as `a[b]`, `list` as `a[b][i]`, the index last. */
	readonly kind: 'object' | 'list';
	readonly members: readonly ScalarParameter[];
	readonly description: string;
	/** What one entry is called in the editor. */
	readonly entry: string;
}

export type Parameter = ScalarParameter | GroupParameter;

export type ApiVersion = 'v1' | 'v2';

/** Tells the groups among the parameters. */
export function isGroup(parameter: Parameter): parameter is GroupParameter {
	return parameter.kind === 'object' || parameter.kind === 'list';
}
