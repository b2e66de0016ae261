// Enter sends what stands in a message box, from the moment at which there is one: the page's other
// scripts come later. Once they are there they send it without leaving the page.

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-composer]");
  if (!form || event.key !== "Enter" || event.shiftKey) return;
  if (event.defaultPrevented || event.isComposing) return;
  event.preventDefault();
  if (event.target.value?.trim()) form.requestSubmit();
});
