import ts from 'typescript';

/** The modules that a JavaScript file asks for; one it works out at run time is given as its source text. */
export function requiredModules(fileName: string, text: string): string[] {
	const modules: string[] = [];
	const visit = (node: ts.Node): void => {
		const specifier = specifierOf(node);
		if (specifier) modules.push(ts.isStringLiteralLike(specifier) ? specifier.text : specifier.getText());
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(fileName, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS));
	return modules;
}

function specifierOf(node: ts.Node): ts.Expression | undefined {
	if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
	if (!ts.isCallExpression(node)) return undefined;
	const { expression } = node;
	const asks =
		expression.kind === ts.SyntaxKind.ImportKeyword ||
		(ts.isIdentifier(expression) && expression.text === 'require') ||
		(ts.isPropertyAccessExpression(expression) && expression.getText().startsWith('require.'));
	return asks ? node.arguments[0] : undefined;
}
