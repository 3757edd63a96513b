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
	/** What the editor lists to pick it from. */
	readonly listed?: 'lineItems';
	/**
	 * What Chargebee does where the field is not sent; it follows "and without it". Marks a field that narrows what is
	 * done: given without a value it is refused, since leaving it out would do more than was wanted.
	 */
	readonly without?: string;
}

/** Fields that travel together. */
interface Group {
	readonly name: string;
	readonly members: readonly ScalarParameter[];
	readonly description: string;
	/** What one entry is called in the editor. */
	readonly entry: string;
}

/** Sent as `shipping_address[city]`. */
interface ObjectParameter extends Group {
	readonly kind: 'object';
}

/** Sent as `order_line_items[id][0]`, the index last. */
export interface ListParameter extends Group {
	readonly kind: 'list';
	/** What Chargebee does where no entry is sent; it follows "and without any". A list that is given holds at least one. */
	readonly without: string;
	/** What Chargebee sends of an entry, members and others. A list that is handed on as it came holds all of it. */
	readonly sent: readonly string[];
}

export type GroupParameter = ObjectParameter | ListParameter;

export type Parameter = ScalarParameter | GroupParameter;

export type ApiVersion = 'v1' | 'v2';

/** Tells the groups among the parameters. */
export function isGroup(parameter: Parameter): parameter is GroupParameter {
	return parameter.kind === 'object' || parameter.kind === 'list';
}

/** The required fields, each with the name under which the editor keeps it: `credit_note__reason_code`. */
export function requiredFields(parameters: readonly Parameter[]): Array<{ name: string; field: ScalarParameter }> {
	return parameters.flatMap((parameter) => {
		const fields = isGroup(parameter)
			? parameter.members.map((member) => ({ name: `${parameter.name}__${member.name}`, field: member }))
			: [{ name: parameter.name, field: parameter }];
		return fields.filter(({ field }) => field.required === true);
	});
}
