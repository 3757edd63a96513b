/** What an attribute of an answer holds: `timestamp` is in unix seconds, an amount in minor units of a currency. */
export type AttributeKind = 'string' | 'boolean' | 'integer' | 'number' | 'timestamp' | 'amount' | 'localAmount';

/** The attributes of a resource; one within it is an object, or in brackets the entry of a list. */
export interface Attributes {
	readonly [name: string]: AttributeKind | Attributes | readonly [Attributes];
}

/** The names of all attributes of one kind, those of resources within included. */
export function namesOf(kind: AttributeKind, attributes: Attributes): string[] {
	return Object.entries(attributes).flatMap(([name, held]) => {
		if (typeof held === 'string') return held === kind ? [name] : [];
		return namesOf(kind, isList(held) ? held[0] : held);
	});
}

/** Tells the lists among the resources within. */
export function isList(held: Attributes | readonly [Attributes]): held is readonly [Attributes] {
	return Array.isArray(held);
}
