import type { Locator, Page } from 'playwright-core';

import { owner } from '../server';

/** n8n's editor in a browser, as a person uses it. */
export class Editor {
	constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	async signIn(): Promise<void> {
		const { page } = this;
		await page.goto(`${this.url}/signin`);
		await page.getByTestId('emailOrLdapLoginId').locator('input').fill(owner.email);
		await page.getByTestId('password').locator('input').fill(owner.password);
		await page.getByTestId('form-submit-button').click();
		await page.waitForURL(/home/);
	}

	/** Opens a new workflow that begins by a click. */
	async newWorkflow(): Promise<void> {
		const { page } = this;
		await page.goto(`${this.url}/workflow/new`);
		await page.getByTestId('canvas-plus-button').click();
		await page.getByTestId('node-creator-search-bar').fill('Trigger manually');
		await this.offered('Trigger manually').click();
		await page.getByTestId('canvas-node').first().waitFor();
	}

	/** Opens a stored workflow, all of it in view. */
	async openWorkflow(id: string): Promise<void> {
		const { page } = this;
		await page.goto(`${this.url}/workflow/${id}`);
		await page.getByTestId('canvas-node').first().waitFor();
		await page.getByTestId('zoom-to-fit').click();
	}

	/** Opens the node panel and searches it. */
	async searchNodes(text: string): Promise<void> {
		await this.page.keyboard.press('n');
		await this.page.getByTestId('node-creator-search-bar').fill(text);
	}

	/** A node or an action that the node panel offers. */
	offered(name: string): Locator {
		return this.page.getByTestId('node-creator-item-name').filter({ hasText: name }).first();
	}

	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-node-name="${name}"]`).first().dblclick();
		await this.page.getByTestId('ndv').waitFor();
	}

	/** The labels of what the open node asks for, from top to bottom. */
	async labels(): Promise<string[]> {
		const labels = this.page.getByTestId('node-parameters').getByTestId('input-label').filter({ visible: true });
		return (await labels.allInnerTexts()).map((text) => (text.split('\n')[0] ?? '').replace(/[\s*:]+$/, ''));
	}

	/** The input of a parameter of the open node, or of the credential. */
	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	/** Chooses from the list of a parameter. */
	async choose(name: string, option: string): Promise<void> {
		await this.parameter(name).last().click();
		// An option is its name and, below it, its description.
		await this.page
			.getByRole('option')
			.filter({ has: this.page.getByText(option, { exact: true }) })
			.click();
	}

	async executeStep(): Promise<void> {
		await this.page.getByTestId('node-execute-button').click();
	}
}
