"""Real browsers on a real installation: every page they visit is checked by axe and for silence."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

from tests import databases
from tests.live import Live

# Playwright's own loop runs in this thread; nothing here awaits the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
    # axe would load our sheets once more, by means that our Content-Security-Policy forbids.
    "preload": False,
}

# Whether the caret stands behind everything written in an editor.
CARET_AT_END = """editor => {
    const selection = document.getSelection();
    if (!selection.rangeCount || !editor.contains(selection.focusNode)) return false;
    const rest = document.createRange();
    rest.selectNodeContents(editor);
    rest.setStart(selection.focusNode, selection.focusOffset);
    return rest.toString() === "";
}"""

# What a page is made of: all that axe judges, but for the words and the addresses in it and for how often a part
# is repeated. Of a value it matters here whether there is one; of a class, a role and a state also which.
SHAPE = """() => {
    const telling = /^(class|role|type|tabindex|lang|style|scope|open|aria-(?!label|describedby$|controls$).*)$/;
    const told = ({name, value}) => name + "=" + (telling.test(name) ? value : Boolean(value));
    const said = node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
    const part = node => [node.tagName, ...[...node.attributes].map(told), said(node), !node.children.length].join(" ");
    const parts = new Set([...document.querySelectorAll("*")].map(
        node => part(node) + " in " + (node.parentElement ? part(node.parentElement) : "")));
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(node => node.tagName);
    const look = [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches];
    return [...look, ...headings, ...[...parts].sort()].join("\\n");
}"""

NUMBER = databases.worker_number()


@pytest.fixture(scope="session")
def installation(demo_template, demo_files, tmp_path_factory) -> Iterator[Live]:
    """A web server and a worker, started once, as starting them takes longer than many a test."""
    one = Live(f"samenspel_browser_{NUMBER}", 14 + 10 * NUMBER, tmp_path_factory.mktemp("installation"))
    one.env["FILES_DIR"] = str(demo_files)
    databases.clone(one.name, demo_template)
    one.start_web()
    one.start_worker()
    try:
        yield one
    finally:
        one.stop()
        databases.drop(one.name)


@pytest.fixture
def live(installation, demo_template) -> Iterator[Live]:
    """The demo scenario with a real web server and worker, and nothing left of the test before."""
    databases.clone(installation.name, demo_template)
    installation.empty_broker()
    shutil.rmtree(installation.folder / "mail", ignore_errors=True)
    yield installation
    if "beat" in installation.children:
        installation.kill("beat")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": os.environ["CHROMIUM"],
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    }  # fmt: skip


class Visitor:
    """Somebody in a browser of their own. `visit` and `settle` check the page that is shown."""

    def __init__(self, context, live: Live, checked: Path, *, javascript: bool = True) -> None:
        self.context, self.live, self.checked, self.javascript = context, live, checked, javascript
        self.page = context.new_page()
        self.faults: list[str] = []
        self.visited = 0
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._check_request)
        self.page.on("response", self._check_response)
        self.waiting: set = set()
        self.page.on("requestfinished", lambda request: self.waiting.discard(request))
        self.page.on("requestfailed", lambda request: self.waiting.discard(request))

    def _listen(self, message) -> None:
        # A refused form answers 4xx, which Chromium notes as a failed resource: that is no fault.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.faults.append(f"policy: {message.text}")

    def _check_request(self, request) -> None:
        self.waiting.add(request)
        if not request.url.startswith((self.live.url, "data:", "blob:", "about:")):
            self.faults.append(f"third party: {request.url}")

    def _check_response(self, response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")

    def visit(self, path: str) -> None:
        self.page.goto(self.live.url + path if path.startswith("/") else path)
        self.settle()

    def hear_nothing(self) -> None:
        """As in the seconds before the page asks what others saved."""
        self.page.route(re.compile(r"/news/\?"), lambda route: route.abort())

    def settle(self) -> None:
        """Call after each click that leads to a page."""
        self._wait_for_quiet()
        self.visited += 1
        if self.javascript:  # axe is a script itself
            self._check_access()
        assert self.faults == [], "\n".join(self.faults)

    def click(self, name: str, role: str = "button", **options) -> None:
        """Clicks a button (or a link, with role="link") by its name and waits for what follows."""
        self.page.get_by_role(role, name=name, **options).first.click()
        self.settle()

    def _wait_for_quiet(self) -> None:
        """Until the page is there and asks for nothing more; "networkidle" would take half a second longer."""
        end = time.monotonic() + 30
        self.page.wait_for_load_state("load")
        self.page.wait_for_timeout(50)
        while self.waiting:
            assert time.monotonic() < end, f"still loading: {[request.url for request in self.waiting]}"
            self.page.wait_for_timeout(50)
        self.page.wait_for_load_state("load")

    def _check_access(self) -> None:
        try:
            shape = sha256(self.page.evaluate(SHAPE).encode()).hexdigest()
            if (self.checked / shape).exists():
                return
            found = Axe().run(self.page, options=AXE).response["violations"]
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
            # The page went on by itself, as one that waits for a worker does.
            self._wait_for_quiet()
            self._check_access()
            return
        (self.checked / shape).touch()
        for violation in found:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.faults.append(f"axe {violation['id']} on {self.page.url}: {nodes}")

    def follow_link(self, address: str) -> None:
        """Clicks the first link of the page whose address holds these words."""
        self.page.locator(f"main a[href*='{address}']").first.click()
        self.settle()

    def press(self, action: str, value: str = "") -> None:
        """Clicks the button of the first form that is sent to an address with these words, like "/opening/"."""
        button = f"button[value='{value}']" if value else "button:not([type=button])"
        of_form = f"main form[method=post][action*='{action}'] {button}"
        self.page.locator(f"{of_form}, main button[formaction*='{action}']").first.click()
        self.settle()

    def fill(self, _form: str = "main form[method=post]:not([action])", **values) -> None:
        """Fills a form by the names of its fields: text, a value or label to choose, or a list of what to tick."""
        form = self.page.locator(_form).first
        for name, value in values.items():
            field = form.locator(f"[name='{name}']")
            if isinstance(value, list):
                for words in value:
                    self._ticks(form, name).filter(has_text=words).first.locator("input").check()
            elif field.first.get_attribute("type") == "radio":
                form.locator(f"[name='{name}'][value='{value}']").check()
            elif field.first.evaluate("field => field.tagName") == "SELECT":
                by_value = field.locator(f"option[value='{value}']")
                named = by_value if by_value.count() else field.locator("option").filter(has_text=value)
                field.select_option(named.first.get_attribute("value"))
            elif value is True:
                field.check()
            else:
                field.fill(str(value))

    def _ticks(self, form, name: str):
        return form.locator("label").filter(has=self.page.locator(f"input[name='{name}']"))

    def send(
        self, form: str = "main form[method=post]:not([action])", button: str = "button:not([type=button])"
    ) -> None:
        """Sends a form by its first button."""
        self.page.locator(f"{form} >> {button}").first.click()
        self.settle()

    def take(self, selector: str) -> bytes:
        """Clicks what starts a download; the bytes of the file."""
        with self.page.expect_download() as started:
            self.page.locator(selector).first.click()
        return Path(started.value.path()).read_bytes()

    def type_in(self, field: str, words: str) -> None:
        """Types at the end of the rich text of a field, by its id."""
        editor = self.page.locator(f"#{field}-editor")
        editor.locator("> :last-child").click()
        # The editor puts the caret back where it was clicked shortly after it gets the focus, and so
        # undoes a key that comes sooner than any hand would press it.
        while not editor.evaluate(CARET_AT_END):
            self.page.keyboard.press("ControlOrMeta+End")
            self.page.wait_for_timeout(50)
        self.page.keyboard.type(words)

    def write(self, field: str, words: str) -> None:
        """The same, and waits until it is saved."""
        self.type_in(field, words)
        self.page.locator(f"form:has(#{field}) [data-autosave-state][data-state=saved]").wait_for()

    @property
    def words(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.live.url)

    def sign_in(self, address: str, password: str = "samenspel-demo") -> None:
        self.visit("/account/login/")
        self.page.locator("input[name=login]").fill(address)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("form:has(input[name=login]) button[type=submit]").click()
        self.settle()

    def arrive_as(self, address: str) -> None:
        """Somebody who signed in before the test begins; the form itself has tests of its own."""
        login = f"{self.live.url}/account/login/"
        form = self.context.request.get(login).text()
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', form)
        answer = self.context.request.post(
            login, headers={"Referer": login}, max_redirects=0,
            form={"csrfmiddlewaretoken": token[1], "login": address, "password": "samenspel-demo"},
        )  # fmt: skip
        assert answer.status == 302, answer.text()

    def follow(self, mail, containing: str = "/") -> None:
        """Opens the first link of a mail that holds these words."""
        import re

        link = next(url for url in re.findall(r"https?://\S+", mail.text) if containing in url)
        self.visit(link.rstrip(".,)>"))


@pytest.fixture(scope="session")
def checked(tmp_path_factory) -> Path:
    """Where it is noted which shapes of pages axe has seen; both workers look there."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "checked"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def visitor(browser, live, checked):
    """visitor(locale=…, javascript=…) opens a browser for one more person."""
    opened = []

    def make(*, locale: str = "nl-NL", javascript: bool = True, width: int = 1320, **options) -> Visitor:
        context = browser.new_context(
            locale=locale,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            **options,
        )
        opened.append(context)
        return Visitor(context, live, checked, javascript=javascript)

    yield make
    for context in opened:
        context.close()
