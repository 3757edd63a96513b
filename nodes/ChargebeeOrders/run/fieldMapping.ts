import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';

import { COLUMN_NAMES, columnFields } from '../description/columnsProperty';
import { operations } from '../resources/operations';

import { readForEditor, versionInEditor } from './editorRequests';
import { customFieldsOf } from './nameSearch';

/** The custom fields of the site; none where it does not say, since the fields of the API can be mapped without it. */
async function customFields(functions: ILoadOptionsFunctions): Promise<string[]> {
	const asked = { things: 'orders', instead: 'Using Fields Below' };
	return await readForEditor(functions, asked, async (requester) => await customFieldsOf(requester, functions)).catch(
		() => [],
	);
}

/** What n8n's mapper offers for the operation and version that the open node is set to. */
export const resourceMapping = {
	async orderFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		const operation = this.getCurrentNodeParameter('operation');
		const { columns = {} } =
			operations.find(({ resource, value }) => resource === 'order' && value === operation) ?? {};
		const { parameters = [], customFields: has = false } =
			columns[versionInEditor(this)] ?? Object.values(columns)[0] ?? {};
		return {
			fields: columnFields(parameters, has ? await customFields(this) : []),
			emptyFieldsNotice: COLUMN_NAMES,
		};
	},
};
