-- Presses a button of the add-in in Excel for macOS, which may start no program itself. `kehoach addin install` puts the
-- Python in and the file where Excel looks; the add-in hands over the name of the button, and nothing of a workbook.
property pythonPath : "@PYTHON@"
property knownNames : {@BUTTONS@}

on pressButton(buttonName)
	if buttonName is not in knownNames then return "unknown"
	try
		do shell script quoted form of pythonPath & " -P -c 'import workbook_tools'"
	on error
		display dialog "Không chạy được chương trình Khuyến công: " & pythonPath & ". Hãy cài lại chương trình rồi chạy: kehoach addin install" with title "Khuyến công" buttons {"OK"} default button 1 with icon caution
		return "gone"
	end try
	do shell script quoted form of pythonPath & " -P -m workbook_tools.ribbon --host excel " & quoted form of buttonName & " > /dev/null 2>&1 &"
	return "started"
end pressButton
