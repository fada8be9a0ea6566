/**
 * Writes a completion script for Windows PowerShell 5.1 and PowerShell 7. It asks `sme __complete` for everything, because PowerShell
 * passes the words as a syntax tree. The words go through a pipe, so that a typed password is not in the process list.
 */
export function writePowerShellCompletion(): string {
  return `# PowerShell completion for sme. To use it, add this line to $PROFILE: sme completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName sme -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $words += $wordToComplete.Trim("'", '"')
    $OutputEncoding = New-Object System.Text.UTF8Encoding $false
    $consoleEncoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = $OutputEncoding
        $lines = @((($words -join [string][char]0) + [char]0) | & sme __complete 2>$null)
    } finally {
        [Console]::OutputEncoding = $consoleEncoding
    }
    foreach ($line in $lines) {
        $value, $description = $line -split [char]9, 2
        $text = if ($value -match '^[\\w./:=,-]+$') { $value } else { "'" + $value.Replace("'", "''") + "'" }
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
    }
}
`;
}
