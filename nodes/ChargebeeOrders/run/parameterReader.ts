import type { INode } from 'n8n-workflow';

/** Whether a stored parameter contains an expression anywhere. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}

/**
 * Evaluates each parameter once, however often it is asked for.
 * @param values where the values are kept, for a caller that empties it
 */
export function once(
	evaluate: (name: string, fallback?: unknown) => unknown,
	values = new Map<string, unknown>(),
): (name: string, fallback?: unknown) => unknown {
	return (name, fallback) => {
		if (!values.has(name)) values.set(name, evaluate(name, fallback));
		return values.get(name);
	};
}

/**
 * Reads the parameters of a run. What contains no expression is the same for every item and is read once;
 * what does is evaluated for each item, just before its request.
 */
export class ParameterReader {
	private readonly constants = new Map<string, unknown>();
	private readonly varying = new Map<string, boolean>();

	constructor(private readonly node: INode) {}

	/** The parameter as the workflow stores it, expressions as they are. */
	stored(name: string): unknown {
		return this.node.parameters[name];
	}

	/** @param evaluate asks n8n for the value for the current item */
	read(name: string, evaluate: () => unknown): unknown {
		let varies = this.varying.get(name);
		if (varies === undefined) {
			varies = hasExpression(this.node.parameters[name]);
			this.varying.set(name, varies);
		}
		if (varies) return evaluate();
		if (!this.constants.has(name)) this.constants.set(name, evaluate());
		return this.constants.get(name);
	}
}
