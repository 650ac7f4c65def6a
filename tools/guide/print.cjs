// What Electron runs to print one page of HTML: `electron tools/guide/print.cjs FROM.html TO.pdf`.
const { writeFileSync } = require('node:fs');
const { pathToFileURL } = require('node:url');
const { app, BrowserWindow } = require('electron');

const [from, to] = process.argv.slice(-2);
app
  .whenReady()
  .then(async () => {
    const window = new BrowserWindow({ show: false });
    await window.loadURL(pathToFileURL(from).href);
    await window.webContents.executeJavaScript(
      'Promise.all([document.fonts.ready, ...[...document.images].map((one) => one.decode())]).then(() => true)',
    );
    const pdf = await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
    writeFileSync(to, pdf);
    app.exit(0);
  })
  .catch((error) => {
    process.stderr.write(`${error}\n`);
    app.exit(1);
  });
