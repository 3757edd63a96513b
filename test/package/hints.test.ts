import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What a hint may be written as; its last characters are read. */
function endsOf(node: ts.Expression, texts: ReadonlyMap<string, ts.Expression>): string[] {
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isTemplateExpression(node)) {
		const [last, before] = [node.templateSpans.at(-1), node.templateSpans.at(-2)];
		if (last === undefined || last.literal.text !== '') return [last?.literal.text ?? ''];
		// Other hints may be appended; any other value that ends a text has no full stop.
		if (ts.isCallExpression(last.expression) && /hint/i.test(last.expression.expression.getText())) return [];
		const ends = endsOf(last.expression, texts);
		const text = before === undefined ? node.head.text : before.literal.text;
		return ends.length === 0 ? [''] : ends.map((end) => (end === '' ? text : end));
	}
	if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap((one) => endsOf(one, texts));
	if (ts.isParenthesizedExpression(node)) return endsOf(node.expression, texts);
	const named = ts.isIdentifier(node) ? texts.get(node.text) : undefined;
	// What is handed over by a caller ends where it was written.
	return named === undefined ? [] : endsOf(named, texts);
}

/** Below an input of the editor stands a phrase, not a sentence. */
function isOfEditor(object: ts.ObjectLiteralExpression): boolean {
	const names = object.properties.map(({ name }) => name?.getText() ?? '');
	return names.includes('displayName') || names.length === 1;
}

/** The ends of all hints in a source file: of `new InputError(…)`, of `hint:`, and of functions and tables of hints. */
function hintEnds(path: string): string[] {
	const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
	const texts = new Map<string, ts.Expression>();
	const hints: ts.Expression[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
			texts.set(node.name.text, node.initializer);
			if (/hint/i.test(node.name.text) && ts.isObjectLiteralExpression(node.initializer)) {
				for (const one of node.initializer.properties) if (ts.isPropertyAssignment(one)) hints.push(one.initializer);
			}
		}
		if (ts.isNewExpression(node) && node.expression.getText(source) === 'InputError') {
			const hint = node.arguments?.[2];
			if (hint !== undefined) hints.push(hint);
		}
		if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'hint' && !isOfEditor(node.parent))
			hints.push(node.initializer);
		if (ts.isFunctionDeclaration(node) && /hint/i.test(node.name?.text ?? '')) {
			const returned = (inner: ts.Node): void => {
				if (ts.isReturnStatement(inner) && inner.expression !== undefined) hints.push(inner.expression);
				ts.forEachChild(inner, returned);
			};
			returned(node);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return hints.flatMap((hint) => endsOf(hint, texts));
}

const sources = ['nodes', 'credentials'].flatMap((folder) => {
	const root = join(__dirname, '../..', folder);
	return readdirSync(root, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(root, name));
});

it('every hint ends with a full stop', () => {
	const hints = sources.flatMap((path) => hintEnds(path).map((end) => ({ path, end })));
	expect(hints.length).toBeGreaterThan(100);
	expect(hints.filter(({ end }) => !/[.?!]$/.test(end))).toEqual([]);
});
