"""A web page for tests; ``charset`` is to be filled in."""

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>A harbour shuts | The Ledger</title>
<meta property="og:title" content="A harbour shuts"><meta property="og:site_name" content="The Ledger">
<meta property="article:published_time" content="2026-03-04T10:30:00+01:00">
<link rel="canonical" href="https://ledger.example/harbour"><meta name="author" content="Ada Brandt"></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>A harbour shuts</h1>
<p>“Nobody heard us,” said Ines Ferrol, a grocer on the quay, after the harbour café shut on Tuesday.</p>
<p>The council met at noon and the vote, which had been put off twice since the winter, passed easily.</p>
<p>Ferrol said that she would take the matter to court if the council did not meet her again in May.</p>
</article><footer>Copyright 2026 The Ledger. <a href="/privacy">Privacy</a></footer></body></html>"""
