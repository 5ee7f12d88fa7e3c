// Signs out by fetch: asks for JSON with the fields of the form, then goes where the answer says.
"use strict";

document.getElementById("fetch").addEventListener("click", async () => {
  const form = document.getElementById("sign-out");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      credentials: "include",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    const told = await answer.json();
    if (answer.ok) {
      location.assign(told.location);
    } else {
      document.getElementById("told").textContent = told.error_description;
    }
  } catch {
    form.submit(); // what API Gateway refuses by itself no script may read, and it is no JSON: a form shows it
  }
});
