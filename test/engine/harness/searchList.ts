import type { INodeListSearchResult, ResourceMapperFields } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { inEditor, type EditorOptions } from './openEditor';

export interface ListSearchOptions extends EditorOptions {
	/** The name under `methods.listSearch`. */
	method: string;
	/** What the person typed. */
	filter?: string;
	/** What the previous page gave. */
	paginationToken?: string;
}

/** Fills the list of a resource locator as the editor does. */
export async function searchList(options: ListSearchOptions): Promise<INodeListSearchResult> {
	return await inEditor(options, async ({ listSearch }, functions) => {
		const method = listSearch?.[options.method];
		if (!method) throw new UserError(`The node has no list search called "${options.method}"`);
		return await method.call(functions, options.filter, options.paginationToken);
	});
}

/** Loads the fields of a resource mapper as the editor does. */
export async function mapFields(options: EditorOptions & { method: string }): Promise<ResourceMapperFields> {
	return await inEditor(options, async ({ resourceMapping }, functions) => {
		const method = resourceMapping?.[options.method];
		if (!method) throw new UserError(`The node has no resource mapping called "${options.method}"`);
		return await method.call(functions);
	});
}
